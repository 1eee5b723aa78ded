import { DAY_MS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { type ContentRow, findCreators, findTargets, type Target } from '../content/index.ts'
import type { CreateSparkRequestsInput, CreateSparkRequestsResult } from './contract.ts'
import { LinkBook } from './links.ts'
import type { ReadTerms } from './read-terms.ts'
import { approvalUrl } from './resource.ts'
import { keepTerms } from './rights-terms.ts'
import { loadSparkUnits, type SparkUnit, saveSparkUnits } from './spark-units.ts'
import { findExternalRequestId } from './store.ts'
import type { TermsReference } from './terms-contract.ts'

const RESPOND_WITHIN_DAYS = 30

type RowResult = CreateSparkRequestsResult['results'][number]

/** What is asked, with the terms read beforehand: that takes the network. */
export type AskInput = Omit<CreateSparkRequestsInput, 'terms'> & { terms: ReadTerms | null }

interface Asking {
  input: AskInput
  terms: TermsReference | null
  respondBy: number
  units: Map<string, SparkUnit>
  links: LinkBook
  /** Creators who must not be asked. */
  silent: Set<string>
}

function assertAskable(content: ContentRow, silent: Set<string>): void {
  if (silent.has(content.creatorId)) throw new Problem('do_not_contact')
  const blocking = content.eligibilityReasons.filter(reason => reason.severity === 'blocking')
  if (blocking.length > 0) throw new Problem('not_eligible', blocking.map(reason => `${reason.code}: ${reason.remedy}`).join(' '))
}

function askFor(
  ctx: Ctx,
  { input, terms, respondBy, units, links, silent }: Asking,
  contentId: string,
): { id: string; approvalLinkId: string } {
  const unit = units.get(contentId)
  if (!unit) throw new Error(`Post ${contentId} was not loaded.`)
  assertAskable(unit.content, silent)
  const id = ctx.services.newId('sparkRequest')
  const { feeNote = null, externalId = null, metadata = {} } = input
  const made = { linkId: '', channel: null, templateId: null, feeNote, terms, externalId, metadata }
  const command = {
    type: 'request',
    requestId: id,
    askedDays: input.askedDays,
    respondBy,
    renewsCodeId: input.renews ? unit.content.liveCodeId : null,
  } as const
  unit.decide(ctx, command, { request: made })
  made.linkId = links.of(unit.content.creatorId).id
  return { id, approvalLinkId: made.linkId }
}

function verdict(ctx: Ctx, asking: Asking, { index, target }: { index: number; target: Target }): RowResult {
  if (!target.ok) return { index, status: 'failed', problem: { code: target.code, detail: target.detail } }
  const contentId = target.content.id
  try {
    return { index, status: 'created', contentId, ...askFor(ctx, asking, contentId) }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { index, status: 'failed', contentId, problem: { code: error.code, detail: error.message } }
  }
}

async function assertInput(ctx: Ctx, { externalId }: AskInput, respondBy: number): Promise<void> {
  if (respondBy <= ctx.now)
    throw new Problem('invalid_request', 'body.respondBy: must lie ahead', [{ path: 'body.respondBy', message: 'must lie ahead' }])
  const owner = externalId === undefined ? undefined : await findExternalRequestId(ctx, externalId)
  if (owner) throw new Problem('conflict', `The external id ${externalId} belongs to ${owner}.`)
}

/** Asks for many posts at once: one request per post, one link per creator, a verdict per row. */
export async function createSparkRequests(ctx: Ctx, input: AskInput): Promise<CreateSparkRequestsResult> {
  const respondBy = input.respondBy ?? ctx.now + RESPOND_WITHIN_DAYS * DAY_MS
  await assertInput(ctx, input, respondBy)
  const targets = await findTargets(ctx, input.content)
  const contents = targets.flatMap(target => (target.ok ? [target.content] : []))
  const creatorIds = [...new Set(contents.map(content => content.creatorId))]
  const asking: Asking = {
    input,
    terms: input.terms && (await keepTerms(ctx, input.terms)),
    respondBy,
    units: await loadSparkUnits(
      ctx,
      contents.map(content => content.id),
    ),
    links: await LinkBook.open(ctx, creatorIds),
    silent: new Set((await findCreators(ctx, creatorIds)).filter(creator => creator.doNotContact).map(creator => creator.id)),
  }
  const results = targets.map((target, index) => verdict(ctx, asking, { index, target }))
  await asking.links.save()
  await saveSparkUnits(ctx, [...asking.units.values()])
  const joined = asking.links.all.map(link => ({
    id: link.id,
    creatorId: link.creatorId,
    url: approvalUrl(ctx, link),
    requestIds: results.flatMap(result => (result.approvalLinkId === link.id && result.id ? [result.id] : [])),
  }))
  return { results, approvalLinks: joined.filter(link => link.requestIds.length > 0) }
}
