CREATE TABLE "receipts" (
	"workspace_no" bigint NOT NULL,
	"id" text NOT NULL,
	"request_id" text NOT NULL,
	"code_id" text NOT NULL,
	"answered_at" bigint NOT NULL,
	"record" jsonb NOT NULL,
	CONSTRAINT "receipts_workspace_no_id_pk" PRIMARY KEY("workspace_no","id")
);
--> statement-breakpoint
CREATE INDEX "receipts_request" ON "receipts" USING btree ("workspace_no","request_id","id");