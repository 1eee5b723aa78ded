CREATE TABLE "ad_accounts" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"connection_id" text,
	"advertiser_id" text NOT NULL,
	"name" text,
	"status" text NOT NULL,
	"vanished_at" bigint,
	"reconcile_at" bigint NOT NULL,
	"reconciled_at" bigint,
	"leased_until" bigint NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "ad_accounts_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "bindings" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"code_id" text NOT NULL,
	"content_id" text NOT NULL,
	"ad_account_id" text NOT NULL,
	"advertiser_id" text NOT NULL,
	"origin" text NOT NULL,
	"replaces_id" text,
	"status" text NOT NULL,
	"intent" text NOT NULL,
	"reason" text,
	"attempt" bigint NOT NULL,
	"failures" bigint NOT NULL,
	"try_at" bigint,
	"leased_until" bigint,
	"requested_at" bigint NOT NULL,
	"bound_at" bigint,
	"unbound_at" bigint,
	"gap_told_at" bigint,
	"checked_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "bindings_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sealed" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"sync_at" bigint NOT NULL,
	"synced_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "connections_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "ad_accounts_advertiser" ON "ad_accounts" USING btree ("workspace_no","advertiser_id");--> statement-breakpoint
CREATE INDEX "ad_accounts_reconcile" ON "ad_accounts" USING btree ("workspace_no","reconcile_at");--> statement-breakpoint
CREATE UNIQUE INDEX "bindings_code" ON "bindings" USING btree ("workspace_no","code_id","ad_account_id");--> statement-breakpoint
CREATE INDEX "bindings_content" ON "bindings" USING btree ("workspace_no","content_id");--> statement-breakpoint
CREATE INDEX "bindings_account" ON "bindings" USING btree ("workspace_no","ad_account_id","id");--> statement-breakpoint
CREATE INDEX "bindings_due" ON "bindings" USING btree ("workspace_no","try_at") WHERE try_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "connections_sync" ON "connections" USING btree ("workspace_no","sync_at");