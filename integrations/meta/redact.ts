const SECRET_PARAMETERS =
  /((?:access_token|appsecret_proof|client_secret|fb_exchange_token|input_token|signed_request)["']?\s*[=:]\s*["']?)[^&"'\s,}]+/gi;
/** The one-time login code, only as a parameter of an address: "code" is also an ordinary word. */
const LOGIN_CODE = /([?&]code=)[^&"'\s]+/gi;
const BEARER = /(Bearer\s+)[\w.~+/|%-]+=*/gi;
/** Facebook's user and Page tokens start so. */
const TOKEN = /\bEAA[A-Za-z0-9]{12,}/g;

/** Takes tokens, proofs and secrets out of any text that could reach a log, an error or Temporal's history. */
export function redact(text: string): string {
  return text
    .replace(SECRET_PARAMETERS, '$1[hidden]')
    .replace(LOGIN_CODE, '$1[hidden]')
    .replace(BEARER, '$1[hidden]')
    .replace(TOKEN, '[hidden]');
}
