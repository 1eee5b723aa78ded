ALTER TABLE "spark_codes" ADD COLUMN "verified_at" bigint;--> statement-breakpoint
ALTER TABLE "spark_codes" ADD COLUMN "verify_at" bigint;--> statement-breakpoint
ALTER TABLE "spark_requests" ADD COLUMN "channel" text;--> statement-breakpoint
ALTER TABLE "spark_requests" ADD COLUMN "template_id" text;--> statement-breakpoint
CREATE INDEX "spark_codes_verify" ON "spark_codes" USING btree ("workspace_no","verify_at") WHERE verify_at IS NOT NULL;