ALTER TABLE `spark_requests` ADD `reminders` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `spark_requests` ADD `remind_at` integer;--> statement-breakpoint
CREATE INDEX `spark_requests_remind` ON `spark_requests` (`workspace_no`,`remind_at`) WHERE remind_at IS NOT NULL;