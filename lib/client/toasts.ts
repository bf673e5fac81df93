import { Toast } from '@base-ui/react/toast'

/** The one list of toasts; `Toaster` draws it. */
export const toastManager = Toast.createToastManager()

/** Says that something the person asked for was done; goes away by itself. */
export function toastDone(title: string, description?: string): void {
  toastManager.add({ title, description, type: 'done', timeout: 4_000 })
}

/** Says that something the person asked for was refused or failed; stays longer and is announced. */
export function toastFailed(title: string, description?: string): void {
  toastManager.add({ title, description, type: 'failed', timeout: 12_000, priority: 'high' })
}
