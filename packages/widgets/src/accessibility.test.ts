import './define.ts'
import { describe, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { SparkkitApprovalForm } from './elements/approval-form/approval-form.ts'
import { SparkkitContentGrid } from './elements/content-grid/content-grid.ts'
import { axeProblems } from './testing/axe.ts'
import { approvalOf, CODE, fakeApprovals, itemOf, liveCode } from './testing/fake-approvals.ts'
import { approved, asked, fakeWorkspace, ineligible, postOf } from './testing/fake-workspace.ts'
import { find, mount, pause, press, textOf, type, until } from './testing/settle.ts'

describe.each(['light', 'dark'])('axe finds nothing in %s', theme => {
  test('in the approval form: question, verdict, receipts, second thoughts', async () => {
    await page.viewport(390, 844)
    fakeApprovals(approvalOf(itemOf(1), itemOf(2), itemOf(3, { status: 'approved', code: liveCode() }), itemOf(4, { status: 'rejected' })))
    const form = new SparkkitApprovalForm()
    form.theme = theme
    form.token = 'tok'
    mount(form)
    const field = await until(() => find<HTMLInputElement>(form, 'input.code'))
    expect(await axeProblems(form)).toEqual([])
    type(field, CODE, 'insertFromPaste')
    await until(() => textOf(form).includes('Looks right'))
    await press(form, 'Withdraw')
    expect(await axeProblems(form)).toEqual([])
    type(field, '#fyp', 'insertFromPaste')
    await press(form, 'Decline')
    await until(() => find(form, 'textarea'))
    expect(await axeProblems(form)).toEqual([])
    await page.viewport(1280, 900)
  })

  test('in the grid: cards of every status, chips, selection, dialog, message', async () => {
    const posts = [
      postOf(0),
      asked(1, 'queued'),
      asked(2, 'requested'),
      approved(3, 23),
      approved(4, 2),
      postOf(5, { sparkStatus: 'rejected' }),
      postOf(6, { sparkStatus: 'expired' }),
      ineligible(7),
    ]
    const grid = new SparkkitContentGrid()
    grid.theme = theme
    grid.client = fakeWorkspace(posts).client
    mount(grid)
    await until(() => find(grid, '.count'))
    find<HTMLInputElement>(grid, '.pick input')?.click()
    find<HTMLInputElement>(grid, '.choice input')?.click()
    await until(() => find(grid, '.chip'))
    await pause(250)
    expect(await axeProblems(grid)).toEqual([])
    await press(grid, 'Request code')
    await until(() => find(grid, 'dialog[open] .days'))
    await pause(200)
    expect(await axeProblems(grid)).toEqual([])
    find<HTMLButtonElement>(grid, 'dialog[open] .primary')?.click()
    await until(() => find<HTMLTextAreaElement>(grid, 'dialog textarea')?.value)
    await pause(200)
    expect(await axeProblems(grid)).toEqual([])
  })
})
