import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** For tests only: a self-made certificate for shop.example, its subdomains and moved.example, good until 2120. */
export const TEST_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBnDCCAUKgAwIBAgIUYD/92LfbcKjeHPHhL8HocKuw6N0wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAw
MTAxMDAwMDAwWjAXMRUwEwYDVQQDDAxzaG9wLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAAR2HrsH7KJ5ZvTM41lt9w9HvYNLU15hSBv+4SpaWpiaYxrB
VFC8bOXRHgXzE9RNoXkk1kru+6q0pZOFMdDYTQGKo2owaDA2BgNVHREELzAtggxz
aG9wLmV4YW1wbGWCDiouc2hvcC5leGFtcGxlgg1tb3ZlZC5leGFtcGxlMA8GA1Ud
EwEB/wQFMAMBAf8wHQYDVR0OBBYEFHg5aTOncmQMcTQ5PYFbiTA6dNUwMAoGCCqG
SM49BAMCA0gAMEUCIC9xLxbFJcoegMJgWbvGawmv1nSxBrHz+JPROA1ZqQ2mAiEA
2vJyUA4Gh+WbFZxeU78F6KhxsRoppdnIzQCXuD3qieY=
-----END CERTIFICATE-----
`;
const TEST_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgbJbVnIHVJrC0iEjI
aTkwt7KjxILdbsw4Ct5UR3lMYKOhRANCAAR2HrsH7KJ5ZvTM41lt9w9HvYNLU15h
SBv+4SpaWpiaYxrBVFC8bOXRHgXzE9RNoXkk1kru+6q0pZOFMdDYTQGK
-----END PRIVATE KEY-----
`;

export type Site = {
  readonly port: number;
  /** Host and path of every request, in order. */
  readonly asked: readonly string[];
  readonly headers: readonly IncomingMessage['headers'][];
  readonly close: () => Promise<void>;
};

/** An encrypted website on this machine. */
export async function openSite(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Site> {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const server = createServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, (request, response) => {
    asked.push(`${request.headers.host?.replace(/:\d+$/, '') ?? ''}${request.url ?? ''}`);
    headers.push(request.headers);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    asked,
    headers,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
