import './define.ts'
import { expect, test } from 'vitest'
import { SparkkitApprovalForm } from './elements/approval-form/approval-form.ts'
import { SparkkitContentGrid } from './elements/content-grid/content-grid.ts'
import { approvalOf, CODE, fakeApprovals, itemOf, liveCode } from './testing/fake-approvals.ts'
import { fakeWorkspace, postsOf } from './testing/fake-workspace.ts'
import { find, mount, pause, press, textOf, type, until } from './testing/settle.ts'

const violations: string[] = []

/** From here on this page lives under the policy, as a host's page with a strict header would. */
function underStrictPolicy(): void {
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => violations.push(`${violatedDirective} ${sample}`))
  const meta = document.createElement('meta')
  meta.httpEquiv = 'Content-Security-Policy'
  meta.content = "style-src 'self'; object-src 'none'"
  document.head.append(meta)
}

test('under a strict style-src both elements keep their looks and break no rule', async () => {
  underStrictPolicy()
  fakeApprovals(approvalOf(itemOf(1), itemOf(2, { status: 'approved', code: liveCode() })))
  const form = new SparkkitApprovalForm()
  form.token = 'tok'
  mount(form)
  const field = await until(() => find<HTMLInputElement>(form, 'input.code'))
  type(field, CODE, 'insertFromPaste')
  await until(() => textOf(form).includes('Looks right'))
  expect(getComputedStyle(field).fontSize).toBe('16px')

  const grid = new SparkkitContentGrid()
  grid.client = fakeWorkspace(postsOf(300)).client
  mount(grid)
  await until(() => find(grid, 'article'))
  await press(grid, 'Request code: @creator0')
  await until(() => find(grid, 'dialog[open]'))
  window.scrollTo(0, 4000)
  await pause(60)
  expect(getComputedStyle(await until(() => find(grid, '.line'))).display).toBe('grid')
  expect(violations).toEqual([])
})

test('the policy is in force: a style attribute is reported', async () => {
  document.body.insertAdjacentHTML('beforeend', '<p style="color: red"></p>')
  await until(() => violations.length > 0)
})
