CREATE TABLE "handoffs" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"scopes" jsonb NOT NULL,
	"chunk_size" bigint NOT NULL,
	"token_hash" text NOT NULL,
	"token_sealed" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"opened_at" bigint,
	"revoked_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "handoffs_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "handoffs_token" ON "handoffs" USING btree ("token_hash");