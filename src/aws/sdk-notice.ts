// Our own engines field and gate inform the user about Node; the SDK's notice would land between the wizard's questions.
// It is given when the first client is created, so whoever creates clients imports this.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
