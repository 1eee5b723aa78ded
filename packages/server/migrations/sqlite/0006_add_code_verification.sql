ALTER TABLE `spark_codes` ADD `verified_at` integer;--> statement-breakpoint
ALTER TABLE `spark_codes` ADD `verify_at` integer;--> statement-breakpoint
CREATE INDEX `spark_codes_verify` ON `spark_codes` (`workspace_no`,`verify_at`) WHERE verify_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `spark_requests` ADD `channel` text;--> statement-breakpoint
ALTER TABLE `spark_requests` ADD `template_id` text;