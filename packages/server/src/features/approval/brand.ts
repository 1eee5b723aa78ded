import type { Ctx } from '../../context.ts'
import type { Approval } from './contract.ts'

/** Who asks, as the creator sees it. */
export function brandOf({ workspace: { branding } }: Pick<Ctx, 'workspace'>): Approval['brand'] {
  const { name, handle = null, contact = null, website = null, logoUrl = null, accent = null } = branding
  return { name, handle, contact, website, logoUrl, accent }
}
