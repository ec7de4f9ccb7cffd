import type { Dates } from '../state.ts';

/** AWS JSON 1.1 carries times as seconds since 1970, with milliseconds behind the point. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** The two dates that most resources show. */
export function dates(resource: Dates): { CreationDate: number; LastModifiedDate: number } {
  return { CreationDate: seconds(resource.createdAt), LastModifiedDate: seconds(resource.modifiedAt) };
}
