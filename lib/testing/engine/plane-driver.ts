/**
 * Writes how an operation of a test reaches the fake control plane: a driver and what it is told, as YAML that stands
 * below `apply:` or `revert:`.
 * @param everyMs how often it asks how the operation is
 */
export const planeDriverEvery = (everyMs: number): string => `
    driver: http
    with:
      start: { url: "{{ connection.url }}/clusters/{{ cluster.name }}/upgrades", body: { version: "4" }, operationId: response.body.id }
      observe:
        url: "{{ connection.url }}/upgrades/{{ operationId }}"
        every: ${everyMs}ms
        succeeded: response.body.state == "DONE"
        failed: response.body.state == "ERROR"
`

/** The same for tests that wait for it. */
export const planeDriver = planeDriverEvery(100)
