CREATE TABLE `ad_accounts` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`connection_id` text,
	`advertiser_id` text NOT NULL,
	`name` text,
	`status` text NOT NULL,
	`vanished_at` integer,
	`reconcile_at` integer NOT NULL,
	`reconciled_at` integer,
	`leased_until` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ad_accounts_advertiser` ON `ad_accounts` (`workspace_no`,`advertiser_id`);--> statement-breakpoint
CREATE INDEX `ad_accounts_reconcile` ON `ad_accounts` (`workspace_no`,`reconcile_at`);--> statement-breakpoint
CREATE TABLE `bindings` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`code_id` text NOT NULL,
	`content_id` text NOT NULL,
	`ad_account_id` text NOT NULL,
	`advertiser_id` text NOT NULL,
	`origin` text NOT NULL,
	`replaces_id` text,
	`status` text NOT NULL,
	`intent` text NOT NULL,
	`reason` text,
	`attempt` integer NOT NULL,
	`failures` integer NOT NULL,
	`try_at` integer,
	`leased_until` integer,
	`requested_at` integer NOT NULL,
	`bound_at` integer,
	`unbound_at` integer,
	`gap_told_at` integer,
	`checked_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bindings_code` ON `bindings` (`workspace_no`,`code_id`,`ad_account_id`);--> statement-breakpoint
CREATE INDEX `bindings_content` ON `bindings` (`workspace_no`,`content_id`);--> statement-breakpoint
CREATE INDEX `bindings_account` ON `bindings` (`workspace_no`,`ad_account_id`,`id`);--> statement-breakpoint
CREATE INDEX `bindings_due` ON `bindings` (`workspace_no`,`try_at`) WHERE try_at IS NOT NULL;--> statement-breakpoint
CREATE TABLE `connections` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`sealed` text NOT NULL,
	`status` text NOT NULL,
	`reason` text,
	`sync_at` integer NOT NULL,
	`synced_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE INDEX `connections_sync` ON `connections` (`workspace_no`,`sync_at`);