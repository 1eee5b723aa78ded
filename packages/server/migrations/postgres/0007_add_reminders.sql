ALTER TABLE "spark_requests" ADD COLUMN "reminders" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "spark_requests" ADD COLUMN "remind_at" bigint;--> statement-breakpoint
CREATE INDEX "spark_requests_remind" ON "spark_requests" USING btree ("workspace_no","remind_at") WHERE remind_at IS NOT NULL;