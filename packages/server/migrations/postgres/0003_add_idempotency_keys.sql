CREATE TABLE "idempotency_keys" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"owner" text NOT NULL,
	"leased_until" bigint NOT NULL,
	"outcomes" text,
	"status" bigint,
	"headers" jsonb,
	"body" text,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "idempotency_keys_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
CREATE INDEX "idempotency_keys_expiry" ON "idempotency_keys" USING btree ("expires_at");