import type { Kit } from '../../db/kit.ts'

export interface Branding {
  /** Shown to creators as the one who asks. */
  name: string
  handle?: string
  contact?: string
  website?: string
  /** CSS colour of the primary action, `#rrggbb`. */
  accent?: string
  logoUrl?: string
}

/** What a workspace may set beside its branding; what it leaves out has a default. */
export interface WorkspaceSettings {
  /** Days before its end at which a code is announced. */
  expiringDays?: number[]
  /** The ad account that codes are bound to as they come in. */
  bindTo?: string
}

export function accessTables(k: Kit) {
  const workspaces = k.table(
    'workspaces',
    {
      no: k.serial('no'),
      id: k.text('id').notNull(),
      name: k.text('name').notNull(),
      mode: k.text('mode').$type<'live' | 'sandbox'>().notNull(),
      branding: k.json<Branding>('branding').notNull(),
      locale: k.text('locale').notNull(),
      approvalUrlTemplate: k.text('approval_url_template'),
      settings: k.json<WorkspaceSettings>('settings'),
      /** Domain time of a sandbox; null where domain time is wall time. */
      clockAt: k.time('clock_at'),
      /** The sequence of the newest numbered event. */
      lastSequence: k.int('last_sequence').notNull().default(0),
      createdAt: k.time('created_at').notNull(),
    },
    t => [k.uniqueIndex('workspaces_no').on(t.no), k.uniqueIndex('workspaces_id').on(t.id)],
  )

  const apiKeys = k.table(
    'api_keys',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      name: k.text('name').notNull(),
      /** SHA-256 of the key, hex: 256 random bits need no slow hash. */
      hash: k.text('hash').notNull(),
      hint: k.text('hint').notNull(),
      scopes: k.json<string[]>('scopes').notNull(),
      createdAt: k.time('created_at').notNull(),
      expiresAt: k.time('expires_at'),
      revokedAt: k.time('revoked_at'),
      lastUsedAt: k.time('last_used_at'),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.id] }), k.uniqueIndex('api_keys_hash').on(t.hash)],
  )

  return { workspaces, apiKeys }
}
