/** Shows a notification of the browser that leads to a page. `tag`: several open tabs show one of a kind. */
export function notify(notice: { title: string; body: string; tag: string; path: string }): void {
  try {
    const shown = new Notification(notice.title, { body: notice.body, tag: notice.tag })
    shown.onclick = () => {
      window.focus()
      window.location.assign(notice.path)
    }
  } catch {
    // Some browsers on phones let only service workers show any; the inbox and the list tell the same.
  }
}
