import { ATTRIBUTE_PREFIX } from '../cognito/user-attributes.ts';
import { escapeHtml } from '../escape-html.ts';
import type { Pool } from '../state.ts';

/** An input of a form, in HTML's own terms. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly autocomplete: string;
  readonly value?: string;
  readonly autofocus?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: string;
  /** Ids of what describes it: hints and errors. */
  readonly describedBy?: readonly string[];
  readonly invalid?: boolean;
}

/** The input for what users call themselves in this pool (developer guide, "Customizing sign-in attributes"). */
export function userNameField(pool: Pool): Field {
  return { name: 'username', ...userNameLabel(pool), autocomplete: 'username', maxLength: 128 };
}

function userNameLabel(pool: Pool): Pick<Field, 'label' | 'type'> {
  const signIn = pool.origin.UsernameAttributes ?? [];
  if (signIn.length === 1) {
    return signIn[0] === 'email'
      ? { label: 'Email address', type: 'email' }
      : { label: 'Phone number', type: 'tel' };
  }
  if (signIn.length === 2) return { label: 'Email address or phone number', type: 'text' };
  const aliases = pool.origin.AliasAttributes ?? [];
  return { label: aliases.includes('email') ? 'Username or email address' : 'Username', type: 'text' };
}

/** Inputs of the standard attributes, where a plain one is not the best. */
const ATTRIBUTES = new Map<string, Pick<Field, 'label' | 'type' | 'autocomplete'>>([
  ['name', { label: 'Name', type: 'text', autocomplete: 'name' }],
  ['given_name', { label: 'Given name', type: 'text', autocomplete: 'given-name' }],
  ['family_name', { label: 'Family name', type: 'text', autocomplete: 'family-name' }],
  ['middle_name', { label: 'Middle name', type: 'text', autocomplete: 'additional-name' }],
  ['nickname', { label: 'Nickname', type: 'text', autocomplete: 'nickname' }],
  ['email', { label: 'Email address', type: 'email', autocomplete: 'email' }],
  ['phone_number', { label: 'Phone number, with + and country code', type: 'tel', autocomplete: 'tel' }],
  ['birthdate', { label: 'Date of birth', type: 'date', autocomplete: 'bday' }],
  ['website', { label: 'Website', type: 'url', autocomplete: 'url' }],
  ['gender', { label: 'Gender', type: 'text', autocomplete: 'sex' }],
  ['address', { label: 'Address', type: 'text', autocomplete: 'street-address' }],
  ['locale', { label: 'Language', type: 'text', autocomplete: 'language' }],
]);

export function attributeField(attribute: string): Field {
  const words = attribute.replaceAll('_', ' ');
  const known = ATTRIBUTES.get(attribute) ?? {
    label: words.charAt(0).toUpperCase() + words.slice(1),
    type: 'text',
    autocomplete: 'off',
  };
  return { name: `${ATTRIBUTE_PREFIX}${attribute}`, maxLength: 2048, ...known };
}

/** A labelled input, all of them required. `hint` is HTML between the label and the input. */
export function fieldHtml(field: Field, hint = ''): string {
  const id = escapeHtml(field.name);
  const attributes = [
    `id="${id}" name="${id}" type="${field.type}" autocomplete="${field.autocomplete}" required`,
    field.maxLength !== undefined && `maxlength="${field.maxLength}"`,
    field.inputMode !== undefined && `inputmode="${field.inputMode}"`,
    field.value !== undefined && `value="${escapeHtml(field.value)}"`,
    // What a user calls himself is not a word of a language.
    field.autocomplete === 'username' && 'autocapitalize="none" spellcheck="false"',
    field.autofocus && 'autofocus',
    field.invalid && 'aria-invalid="true"',
    field.describedBy?.length && `aria-describedby="${field.describedBy.join(' ')}"`,
  ].filter((each) => typeof each === 'string');
  return `<div><label for="${id}">${escapeHtml(field.label)}</label>${hint}<input ${attributes.join(' ')}></div>`;
}
