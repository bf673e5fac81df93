/** Browsers send a `__Secure-` cookie over TLS only; which one is in use follows from the public address. */
export const sessionCookieName = (secure: boolean): string =>
  secure ? '__Secure-cluster-upgrader' : 'cluster-upgrader'
