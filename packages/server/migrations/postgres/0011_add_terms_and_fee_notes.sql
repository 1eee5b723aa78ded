CREATE TABLE "rights_terms" (
	"workspace_no" bigint NOT NULL,
	"hash" text NOT NULL,
	"text" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "rights_terms_workspace_no_hash_pk" PRIMARY KEY("workspace_no","hash")
);
--> statement-breakpoint
ALTER TABLE "spark_requests" ADD COLUMN "fee_note" text;--> statement-breakpoint
ALTER TABLE "spark_requests" ADD COLUMN "terms" jsonb;