CREATE TABLE "message_templates" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"channel" text NOT NULL,
	"locale" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text,
	"text" text NOT NULL,
	"is_default" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "message_templates_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
ALTER TABLE "approval_links" ADD COLUMN "short_code_hash" text;--> statement-breakpoint
ALTER TABLE "approval_links" ADD COLUMN "short_code_sealed" text;--> statement-breakpoint
ALTER TABLE "approval_links" ADD COLUMN "short_code_ends_at" bigint;--> statement-breakpoint
ALTER TABLE "spark_requests" ADD COLUMN "reminder_due_at" bigint;--> statement-breakpoint
ALTER TABLE "spark_requests" ADD COLUMN "reminded_at" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "message_templates_default" ON "message_templates" USING btree ("workspace_no","kind","channel","locale") WHERE is_default;--> statement-breakpoint
CREATE INDEX "approval_links_short_code" ON "approval_links" USING btree ("short_code_hash");--> statement-breakpoint
CREATE INDEX "spark_requests_unsent" ON "spark_requests" USING btree ("workspace_no","created_at") WHERE status = 'pending' AND sent_at IS NULL;--> statement-breakpoint
CREATE INDEX "spark_requests_reminding" ON "spark_requests" USING btree ("workspace_no","reminder_due_at") WHERE status = 'pending' AND reminder_due_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE "workspaces" DROP COLUMN "message_template";