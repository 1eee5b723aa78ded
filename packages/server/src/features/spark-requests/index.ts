export { toBinding } from './binding-resource.ts'
export { BindingSet } from './binding-set.ts'
export { lapseRequests, nextRequestDue, requestsAreDue } from './clock.ts'
export { toSparkCode } from './code-resource.ts'
export { ApprovalLink } from './contract.ts'
export { announceGaps, findAnswerTimes, toGap } from './gaps.ts'
export { loadOpenLink, revokeApprovalLink } from './links.ts'
export { nextReminderDue, remindCreators, remindersAreDue } from './reminders.ts'
export { freshenShortCodes } from './renew-short-codes.ts'
export { approvalUrl, toApprovalLink, toSparkRequest, urlOfToken } from './resource.ts'
export { showTerms } from './rights-terms.ts'
export { sparkRequestRoutes } from './routes.ts'
export { shortCodeHashes, shortCodeOf } from './short-codes.ts'
export { type EventReference, loadSparkUnit, loadSparkUnits, type SentHow, type SparkUnit, saveSparkUnits } from './spark-units.ts'
export {
  type CodeRow,
  findLinkPage,
  findLinks,
  findOpenLinks,
  findRequests,
  findRequestsAndCodes,
  findRequestsOfLink,
  findRequestsOfLinks,
  type LinkRow,
  noteLinkOpened,
  type RequestRow,
  saveReminded,
} from './store.ts'
export { ShownTerms, TermsReference } from './terms-contract.ts'
export { expiringDays } from './thresholds.ts'
