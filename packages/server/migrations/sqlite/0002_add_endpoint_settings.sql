CREATE TABLE `webhook_replays` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`status` text NOT NULL,
	`since` integer NOT NULL,
	`until` integer NOT NULL,
	`only` text NOT NULL,
	`types` text NOT NULL,
	`total` integer,
	`queued` integer NOT NULL,
	`position` integer NOT NULL,
	`created_at` integer NOT NULL,
	`completed_at` integer,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `webhook_replays_running` ON `webhook_replays` (`workspace_no`,`endpoint_id`) WHERE status = 'running';--> statement-breakpoint
CREATE INDEX `webhook_replays_work` ON `webhook_replays` (`created_at`) WHERE status = 'running';--> statement-breakpoint
ALTER TABLE `deliveries` ADD `prior_attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `payload` text DEFAULT 'full' NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `include_codes` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `rate_per_second` integer;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `rate_next_at` integer;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `header_names` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `headers_sealed` text;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `old_secrets` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `secret_rotated_at` integer;--> statement-breakpoint
ALTER TABLE `webhook_endpoints` ADD `streak` text;--> statement-breakpoint
CREATE INDEX `webhook_endpoints_limited` ON `webhook_endpoints` (`id`) WHERE rate_per_second IS NOT NULL;