import { field } from '@/lib/core/selector/ast'
import type { FormCondition, FormGroup, FormItem } from '@/lib/core/selector/form'
import { makeCondition } from '@/lib/core/selector/form-operators'

/** A condition to begin with: the one that most selectors have. */
export const newCondition = (): FormCondition => makeCondition(field('provider'), '==', '')

/** A group to begin with, turned the other way round than the one it is put into. */
export const newGroup = (inside: FormGroup): FormGroup => ({
  kind: 'group',
  match: inside.match === 'all' ? 'any' : 'all',
  not: false,
  items: [newCondition()],
})

/** Puts an item at the end of a group. */
export const addItem = (group: FormGroup, item: FormItem): FormGroup => ({
  ...group,
  items: [...group.items, item],
})

/** Puts another item in the place of one. */
export const replaceItem = (group: FormGroup, index: number, item: FormItem): FormGroup => ({
  ...group,
  items: group.items.map((old, i) => (i === index ? item : old)),
})

/** Takes an item out of a group. */
export const removeItem = (group: FormGroup, index: number): FormGroup => ({
  ...group,
  items: group.items.filter((_, i) => i !== index),
})
