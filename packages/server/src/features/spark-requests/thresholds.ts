import { DEFAULT_THRESHOLDS_DAYS } from '@sparkkit/core'
import type { Workspace } from '../../context.ts'

/** Days before its end at which the workspace wants a code announced. */
export const expiringDays = ({ settings }: Pick<Workspace, 'settings'>): readonly number[] =>
  settings?.expiringDays ?? DEFAULT_THRESHOLDS_DAYS
