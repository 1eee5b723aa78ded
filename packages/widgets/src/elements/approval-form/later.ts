/** What is not needed to show a question and its field: loaded beside the data, so that the form itself is there sooner. */
export { adoptServerForms } from './adopt-server-forms.ts'
export { localProblem } from './local-verdict.ts'
export { confirmation, receipt } from './receipt.ts'
export { approveAll, several } from './several.ts'
