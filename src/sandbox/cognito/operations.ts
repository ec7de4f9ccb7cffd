import * as authShapes from '../shapes/auth.ts';
import * as brandingShapes from '../shapes/branding.ts';
import * as clientShapes from '../shapes/clients.ts';
import * as domainShapes from '../shapes/domains.ts';
import * as groupShapes from '../shapes/groups.ts';
import { setUserPoolMfaConfig } from '../shapes/mfa.ts';
import * as poolShapes from '../shapes/pools.ts';
import * as signUpShapes from '../shapes/sign-up.ts';
import * as tokenShapes from '../shapes/software-token.ts';
import * as tagShapes from '../shapes/tags.ts';
import * as userShapes from '../shapes/users.ts';
import { initiate } from './auth.ts';
import * as branding from './branding.ts';
import { respond } from './challenge-response.ts';
import * as secrets from './client-secrets.ts';
import * as clients from './clients.ts';
import * as domains from './domains.ts';
import { confirmForgotPassword, forgotPassword } from './forgot-password.ts';
import * as groups from './groups.ts';
import { getMfa, setMfa } from './mfa.ts';
import { type Operation, read, unsigned, write } from './operation.ts';
import * as pools from './pools.ts';
import * as signUps from './sign-up.ts';
import * as apps from './software-token.ts';
import { listTags, tag, untag } from './tags.ts';
import { createUser } from './user-creation.ts';
import * as states from './user-states.ts';
import * as users from './users.ts';

/** Every Cognito operation that the sandbox knows. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  ['CreateUserPool', write(poolShapes.createUserPool, pools.createPool)],
  ['DescribeUserPool', read(poolShapes.onlyPool, pools.describePool)],
  ['ListUserPools', read(poolShapes.listUserPools, pools.listPools)],
  ['UpdateUserPool', write(poolShapes.updateUserPool, pools.updatePool)],
  ['DeleteUserPool', write(poolShapes.onlyPool, pools.deletePool)],
  ['GetUserPoolMfaConfig', read(poolShapes.onlyPool, getMfa)],
  ['SetUserPoolMfaConfig', write(setUserPoolMfaConfig, setMfa)],
  ['AddCustomAttributes', write(poolShapes.addCustomAttributes, pools.addAttributes)],
  ['TagResource', write(tagShapes.tagResource, tag)],
  ['UntagResource', write(tagShapes.untagResource, untag)],
  ['ListTagsForResource', read(tagShapes.listTagsForResource, listTags)],
  ['CreateUserPoolDomain', write(domainShapes.writeDomain, domains.createDomain)],
  ['DescribeUserPoolDomain', read(domainShapes.describeDomain, domains.describeDomain)],
  ['UpdateUserPoolDomain', write(domainShapes.writeDomain, domains.updateDomain)],
  ['DeleteUserPoolDomain', write(domainShapes.deleteDomain, domains.deleteDomain)],
  ['CreateManagedLoginBranding', write(brandingShapes.createBranding, branding.createBranding)],
  ['DescribeManagedLoginBranding', read(brandingShapes.describeBranding, branding.describeBranding)],
  [
    'DescribeManagedLoginBrandingByClient',
    read(brandingShapes.describeBrandingByClient, branding.describeBrandingByClient),
  ],
  ['UpdateManagedLoginBranding', write(brandingShapes.updateBranding, branding.updateBranding)],
  ['DeleteManagedLoginBranding', write(brandingShapes.deleteBranding, branding.deleteBranding)],
  ['CreateUserPoolClient', write(clientShapes.createUserPoolClient, clients.createClient)],
  ['DescribeUserPoolClient', read(clientShapes.onlyClient, clients.describeClient)],
  ['ListUserPoolClients', read(clientShapes.listUserPoolClients, clients.listClients)],
  ['UpdateUserPoolClient', write(clientShapes.updateUserPoolClient, clients.updateClient)],
  ['DeleteUserPoolClient', write(clientShapes.onlyClient, clients.deleteClient)],
  ['AddUserPoolClientSecret', write(clientShapes.addClientSecret, secrets.addSecret)],
  ['ListUserPoolClientSecrets', read(clientShapes.listClientSecrets, secrets.listSecrets)],
  ['DeleteUserPoolClientSecret', write(clientShapes.deleteClientSecret, secrets.deleteSecret)],
  ['AdminCreateUser', write(userShapes.adminCreateUser, createUser)],
  ['AdminGetUser', read(userShapes.onlyUser, users.getUser)],
  ['AdminSetUserPassword', write(userShapes.adminSetUserPassword, users.setPassword)],
  ['AdminUpdateUserAttributes', write(userShapes.adminUpdateUserAttributes, users.updateAttributes)],
  ['AdminDeleteUser', write(userShapes.onlyUser, users.deleteUser)],
  ['AdminEnableUser', write(userShapes.onlyUser, states.setEnabled(true))],
  ['AdminDisableUser', write(userShapes.onlyUser, states.setEnabled(false))],
  ['AdminResetUserPassword', write(userShapes.userWithMetadata, states.resetPassword)],
  ['AdminConfirmSignUp', write(userShapes.userWithMetadata, states.confirmSignUpAsAdmin)],
  ['ListUsers', read(userShapes.listUsers, users.listUsers)],
  ['CreateGroup', write(groupShapes.createGroup, groups.createGroup)],
  ['GetGroup', read(groupShapes.onlyGroup, groups.getGroup)],
  ['ListGroups', read(groupShapes.listGroups, groups.listGroups)],
  ['DeleteGroup', write(groupShapes.onlyGroup, groups.deleteGroup)],
  ['AdminAddUserToGroup', write(groupShapes.addUserToGroup, groups.addToGroup)],
  ['AdminListGroupsForUser', read(groupShapes.listGroupsForUser, groups.groupsForUser)],
  ['ListUsersInGroup', read(groupShapes.listUsersInGroup, groups.usersInGroup)],
  ['AdminDeleteSoftwareToken', write(userShapes.onlyUser, apps.deleteApp)],
  ['SignUp', unsigned(signUpShapes.signUp, signUps.signUp)],
  ['ConfirmSignUp', unsigned(signUpShapes.confirmSignUp, signUps.confirmSignUp)],
  ['ResendConfirmationCode', unsigned(signUpShapes.askForCode, signUps.resendCode)],
  ['ForgotPassword', unsigned(signUpShapes.askForCode, forgotPassword)],
  ['ConfirmForgotPassword', unsigned(signUpShapes.confirmForgotPassword, confirmForgotPassword)],
  ['AssociateSoftwareToken', unsigned(tokenShapes.associateSoftwareToken, apps.associate)],
  ['VerifySoftwareToken', unsigned(tokenShapes.verifySoftwareToken, apps.verify)],
  ['InitiateAuth', unsigned(authShapes.initiateAuth, initiate)],
  ['RespondToAuthChallenge', unsigned(authShapes.respondToAuthChallenge, respond)],
]);
