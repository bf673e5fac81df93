/** Fewest and most characters of a password; the upper limit bounds the work of one request. */
export const passwordLengthMin = 12
export const passwordLengthMax = 256
