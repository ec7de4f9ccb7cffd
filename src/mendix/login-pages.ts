/** Pages to replace `login.html` of the app's theme with. */
export interface LoginPages {
  /** Sends people on to Cognito at once. */
  readonly automatic: string;
  /** Lets people choose between Cognito and the sign-in form of Mendix. */
  readonly choice: string;
}

/** The name under which the page that is replaced lives on, for people whom only Mendix knows. */
export const MENDIX_FORM = 'login-mendix.html';

const page = (head: string, body: string): string =>
  `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title>
${head}
</head>
<body>
${body}
</body>
</html>
`;

/**
 * The pages for one configuration. Both keep where somebody wanted to go in `cont`, as the pages do that come with the
 * module, and their addresses are relative, so that they hold for an app below a path.
 *
 * @param loginPath what begins a sign-in, below the app's root; encoded for a URL, so it holds no quote of HTML or script
 */
export function loginPagesOf(loginPath: string): LoginPages {
  const relative = loginPath.replace(/^\//, '');
  const goal = `"${relative}&cont=" + encodeURIComponent(location.search + location.hash)`;
  const link = `<a id="cognito" href="${relative}">Sign in</a>`;
  return {
    automatic: page(`<script>location.replace(${goal});</script>`, `<noscript>${link}</noscript>`),
    choice: page(
      `<style>
body { font: 1.125rem/1.5 system-ui, sans-serif; min-height: 100vh; margin: 0; display: grid; place-content: center; gap: 1rem; }
a { padding: .75rem 2rem; border: 1px solid; border-radius: .5rem; text-align: center; text-decoration: none; }
</style>`,
      `${link}
<a id="mendix" href="${MENDIX_FORM}">Sign in with a Mendix account</a>
<script>
document.getElementById("cognito").href = ${goal};
document.getElementById("mendix").href += location.search + location.hash;
</script>`,
    ),
  };
}
