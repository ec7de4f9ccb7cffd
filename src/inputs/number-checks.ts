import { InputProblem } from './checks.ts';

/** Whole minutes of the authentication flow session. */
export function parseSessionMinutes(text: string): number {
  const minutes = Number(text);
  if (!/^\d+$/.test(text) || minutes < 3 || minutes > 15) {
    throw new InputProblem(`“${text}” is not a whole number from 3 to 15`);
  }
  return minutes;
}

/** A number of things. */
export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InputProblem(`“${text}” is not a whole number`);
  return Number(text);
}

/** Whole minutes of a wait. */
export function parseTimeout(text: string): number {
  const minutes = Number(text);
  if (!/^\d+$/.test(text) || minutes < 1 || minutes > 1440) {
    throw new InputProblem(`“${text}” is not a whole number of minutes from 1 to 1440`);
  }
  return minutes;
}

/** Seconds that one AWS call may take; a fraction is good. */
export function parseCallTimeout(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || seconds < 0.1 || seconds > 600) {
    throw new InputProblem(`“${text}” is not a number of seconds from 0.1 to 600`);
  }
  return seconds;
}

/** Users a second. */
export function parseRate(text: string): number {
  const rate = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || rate < 0.1 || rate > 10_000) {
    throw new InputProblem(`“${text}” is not a number of users a second from 0.1 to 10000`);
  }
  return rate;
}

/** What the sandbox multiplies AWS's rate quotas with. */
export function parseQuotas(text: string): number {
  const factor = Number(text);
  if (!/^\d+(?:\.\d+)?$/.test(text) || factor < 0.01 || factor > 1000) {
    throw new InputProblem(`“${text}” is not a number from 0.01 to 1000`);
  }
  return factor;
}

/** A TCP port; 0 lets the system choose. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InputProblem(`“${text}” is not a port; one is a whole number from 0 to 65535`);
  }
  return port;
}
