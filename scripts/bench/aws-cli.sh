#!/bin/sh
# What setup does, by hand: the nine calls that a person would write into a script, in AWS's own command line.
# usage: aws-cli.sh <alias>
set -eu
alias=$1
export AWS_DEFAULT_OUTPUT=text

aws sts get-caller-identity --query Account >/dev/null
aws cognito-idp list-user-pools --max-results 60 >/dev/null
pool=$(aws cognito-idp create-user-pool --pool-name "$alias" --username-attributes email \
  --auto-verified-attributes email --user-pool-tags "mendix-cognito=made,mendix-cognito:app:$alias=client=$alias/domain=$alias" --query UserPool.Id)
aws cognito-idp create-user-pool-domain --user-pool-id "$pool" --domain "$alias" --managed-login-version 2 >/dev/null
client=$(aws cognito-idp create-user-pool-client --user-pool-id "$pool" --client-name "$alias" --generate-secret \
  --callback-urls https://app.example.com/oauth/v2/callback --supported-identity-providers COGNITO \
  --allowed-o-auth-flows-user-pool-client --allowed-o-auth-flows code \
  --allowed-o-auth-scopes openid profile email --query UserPoolClient.ClientId)
aws cognito-idp create-managed-login-branding --user-pool-id "$pool" --client-id "$client" \
  --use-cognito-provided-values >/dev/null
aws cognito-idp admin-create-user --user-pool-id "$pool" --username a@example.com --message-action SUPPRESS \
  --user-attributes Name=email,Value=a@example.com Name=email_verified,Value=true >/dev/null
aws cognito-idp admin-set-user-password --user-pool-id "$pool" --username a@example.com --permanent \
  --password "Aa1-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')"
aws cognito-idp describe-user-pool-client --user-pool-id "$pool" --client-id "$client" >/dev/null
