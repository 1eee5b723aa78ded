import { defineOnce } from '../../internal/define-once.ts'
import { SparkkitApprovalForm } from './approval-form.ts'

defineOnce('sparkkit-approval-form', SparkkitApprovalForm)
