/** What a stop or a release of the line changes on the screen. */
export const changedByLine = [['line'], ['rollouts'], ['home'], ['approvals']] as const
