CREATE TABLE "webhook_replays" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"endpoint_id" text NOT NULL,
	"status" text NOT NULL,
	"since" bigint NOT NULL,
	"until" bigint NOT NULL,
	"only" text NOT NULL,
	"types" jsonb NOT NULL,
	"total" bigint,
	"queued" bigint NOT NULL,
	"position" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"completed_at" bigint,
	CONSTRAINT "webhook_replays_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "prior_attempts" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "payload" text DEFAULT 'full' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "include_codes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "rate_per_second" bigint;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "rate_next_at" bigint;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "header_names" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "headers_sealed" text;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "old_secrets" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "secret_rotated_at" bigint;--> statement-breakpoint
ALTER TABLE "webhook_endpoints" ADD COLUMN "streak" jsonb;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_replays_running" ON "webhook_replays" USING btree ("workspace_no","endpoint_id") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "webhook_replays_work" ON "webhook_replays" USING btree ("created_at") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "webhook_endpoints_limited" ON "webhook_endpoints" USING btree ("id") WHERE rate_per_second IS NOT NULL;