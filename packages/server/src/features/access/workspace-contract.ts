import { createRoute, z } from '@hono/zod-openapi'
import { json, mergePatchBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { Id, Locale, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

const HttpsUrl = z.url({ protocol: /^https$/ }).max(2048)

export const BrandingOutput = z.object({
  name: z.string().openapi({ description: 'Shown to creators as the one who asks.' }),
  handle: z.string().optional(),
  contact: z.string().optional(),
  website: z.string().optional(),
  accent: z.string().optional(),
  logoUrl: z.string().optional(),
})

export const Workspace = z
  .object({
    id: Id('workspace'),
    name: z.string(),
    mode: z.enum(['live', 'sandbox']),
    locale: z.string(),
    branding: BrandingOutput,
    approvalUrlTemplate: z.string().nullable(),
    settings: z.object({
      expiringDays: z.array(z.int()),
      bindTo: Id('adAccount').nullable().openapi({ description: 'The ad account that codes are bound to as they come in.' }),
    }),
    createdAt: Timestamp,
  })
  .openapi('Workspace')
export type Workspace = z.infer<typeof Workspace>

/** `{token}` stands anywhere behind the host: a link must not lead where its token says. */
function isTemplate(value: string): boolean {
  const [one, two] = ['a', 'b'].map(token => value.replaceAll('{token}', token))
  if (one === undefined || two === undefined || one === two || !URL.canParse(one)) return false
  const url = new URL(one)
  const isSecure = url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost')
  return isSecure && url.username === '' && url.password === '' && url.origin === new URL(two).origin
}

export const UpdateWorkspaceInput = z
  .strictObject({
    name: z.string().min(1).max(200).optional(),
    locale: Locale.optional().openapi({ description: "Of the creators' page, where their browser prefers no language it has." }),
    branding: z
      .strictObject({
        name: z.string().min(1).max(100).optional(),
        handle: z.string().min(1).max(64).nullable().optional(),
        contact: z.string().min(1).max(200).nullable().optional(),
        website: HttpsUrl.nullable().optional(),
        accent: z
          .string()
          .max(7)
          .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #1a2b3c')
          .nullable()
          .optional(),
        logoUrl: HttpsUrl.nullable().optional(),
      })
      .optional(),
    approvalUrlTemplate: z
      .string()
      .max(2048)
      .refine(isTemplate, 'must be an https URL with {token} in its path, query or fragment')
      .nullable()
      .optional()
      .openapi({
        description: 'Where approval links lead, if not to the page served here. Null: here.',
        example: 'https://brand.example/approve/{token}',
      }),
    settings: z
      .strictObject({
        expiringDays: z
          .array(z.int().min(1).max(365))
          .max(10)
          .nullable()
          .optional()
          .openapi({ description: 'Days before its end at which a code is announced. Null: the defaults.' }),
        bindTo: z.string().min(1).max(64).nullable().optional().openapi({
          description:
            "The ad account that codes are bound to from now on as they come in: its id, or TikTok's of the advertiser. Null: none.",
        }),
      })
      .optional(),
  })
  .openapi('UpdateWorkspaceInput')
export type UpdateWorkspaceInput = z.infer<typeof UpdateWorkspaceInput>

export const getWorkspace = createRoute({
  method: 'get',
  path: '/v1/workspace',
  operationId: 'getWorkspace',
  tags: ['access'],
  summary: 'Get the workspace',
  description: 'The one the key belongs to. Scope: `access:read`.',
  ...secured('access:read'),
  responses: { 200: json(Workspace, 'The workspace.'), ...problems(...READ_PROBLEMS) },
})

export const updateWorkspace = createRoute({
  method: 'patch',
  path: '/v1/workspace',
  operationId: 'updateWorkspace',
  tags: ['access'],
  summary: 'Change the workspace',
  description: 'JSON Merge Patch: fields left out stay, null removes. Every change is an event. Scope: `access:write`.',
  ...secured('access:write'),
  request: { body: mergePatchBody(UpdateWorkspaceInput) },
  responses: { 200: json(Workspace, 'The workspace.'), ...problems(...WRITE_PROBLEMS, 'precondition_failed', 'ad_account_not_found') },
})
