import { type ApprovalLocale, approvalLocale } from '@sparkkit/core'
import type { Context } from 'hono'
import type { AppEnv } from '../../../http/env.ts'
import { harden, newNonce } from '../../../http/public-page.ts'
import { Problem } from '../../../problem.ts'
import type { Visit } from '../enter.ts'
import { renderDeadEnd } from './render.ts'

export interface ApprovalPageOptions {
  visit(c: Context<AppEnv>, token: string): Promise<Visit>
}

export function localeOf(c: Context<AppEnv>, fallback: string): ApprovalLocale {
  const chosen = c.req.query('lang')
  const accepted = (c.req.header('accept-language') ?? '').split(',').map(part => part.split(';')[0] ?? '')
  return approvalLocale(chosen ? [chosen] : [...accepted.filter(tag => tag.trim() !== ''), fallback])
}

/** A link that leads nowhere is answered by a page that says so. */
export const deadEnd = (c: Context<AppEnv>, error: unknown): Response | Promise<Response> => {
  if (!(error instanceof Problem)) throw error
  harden(c, newNonce())
  return c.html(renderDeadEnd(localeOf(c, 'en'), error.code), error.status === 429 ? 429 : 404)
}
