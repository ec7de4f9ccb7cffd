import { clientId, userPoolId } from './common.ts';
import { blob, document, flag, list, oneOf, structure, text } from './notation.ts';

const brandingId = text({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
});

const asset = structure(
  {
    Category: oneOf(
      'FAVICON_ICO',
      'FAVICON_SVG',
      'EMAIL_GRAPHIC',
      'SMS_GRAPHIC',
      'AUTH_APP_GRAPHIC',
      'PASSWORD_GRAPHIC',
      'PASSKEY_GRAPHIC',
      'PAGE_HEADER_LOGO',
      'PAGE_HEADER_BACKGROUND',
      'PAGE_FOOTER_LOGO',
      'PAGE_FOOTER_BACKGROUND',
      'PAGE_BACKGROUND',
      'FORM_BACKGROUND',
      'FORM_LOGO',
      'IDP_BUTTON_ICON',
    ),
    ColorMode: oneOf('LIGHT', 'DARK', 'DYNAMIC'),
    Extension: oneOf('ICO', 'JPEG', 'PNG', 'SVG', 'WEBP'),
  },
  { Bytes: blob(1_000_000), ResourceId: text({ min: 1, max: 40, pattern: String.raw`^[\w\- ]+$` }) },
);

export const brandingStyle = structure(
  {},
  { UseCognitoProvidedValues: flag, Settings: document, Assets: list(asset, { min: 0, max: 40 }) },
);

export const createBranding = structure(
  { UserPoolId: userPoolId, ClientId: clientId },
  brandingStyle.optional,
);

export const describeBranding = structure(
  { UserPoolId: userPoolId, ManagedLoginBrandingId: brandingId },
  { ReturnMergedResources: flag },
);

export const describeBrandingByClient = structure(
  { UserPoolId: userPoolId, ClientId: clientId },
  { ReturnMergedResources: flag },
);

// The reference requires neither identifier here; the operation does.
export const updateBranding = structure(
  {},
  { UserPoolId: userPoolId, ManagedLoginBrandingId: brandingId, ...brandingStyle.optional },
);

export const deleteBranding = structure({ UserPoolId: userPoolId, ManagedLoginBrandingId: brandingId }, {});
