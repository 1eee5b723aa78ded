export { lapseRequests, nextRequestDue, requestsAreDue } from './clock.ts'
export { toSparkCode } from './code-resource.ts'
export { announceGaps, findAnswerTimes, toGap } from './gaps.ts'
export { loadOpenLink } from './links.ts'
export { nextReminderDue, remindCreators, remindersAreDue } from './reminders.ts'
export { showTerms } from './rights-terms.ts'
export { sparkRequestRoutes } from './routes.ts'
export { loadSparkUnit, loadSparkUnits, type SparkUnit, saveSparkUnits } from './spark-units.ts'
export {
  type CodeRow,
  findRequests,
  findRequestsAndCodes,
  findRequestsOfLink,
  type LinkRow,
  noteLinkOpened,
  type RequestRow,
} from './store.ts'
export { ShownTerms, TermsReference } from './terms-contract.ts'
export { expiringDays } from './thresholds.ts'
