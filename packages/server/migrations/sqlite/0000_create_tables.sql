CREATE TABLE `api_keys` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`hint` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`revoked_at` integer,
	`last_used_at` integer,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_hash` ON `api_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `approval_links` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`creator_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`token_sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`opened_at` integer,
	`revoked_at` integer,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `approval_links_token` ON `approval_links` (`token_hash`);--> statement-breakpoint
CREATE UNIQUE INDEX `approval_links_open` ON `approval_links` (`workspace_no`,`creator_id`) WHERE revoked_at IS NULL;--> statement-breakpoint
CREATE TABLE `content` (
	`seq` integer PRIMARY KEY NOT NULL,
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`platform` text NOT NULL,
	`media_type` text NOT NULL,
	`platform_id` text,
	`creator_id` text NOT NULL,
	`creator_handle` text,
	`url` text,
	`caption` text NOT NULL,
	`hashtags` text NOT NULL,
	`posted_at` integer NOT NULL,
	`posted_at_source` text NOT NULL,
	`duration_seconds` real,
	`thumbnail_source` text,
	`views` integer,
	`likes` integer,
	`comments` integer,
	`shares` integer,
	`saves` integer,
	`metrics_at` integer,
	`facts` text NOT NULL,
	`eligible` integer NOT NULL,
	`eligibility_reasons` text NOT NULL,
	`spark_status` text NOT NULL,
	`open_request_id` text,
	`live_code_id` text,
	`code_ends_at` integer,
	`search_text` text NOT NULL,
	`external_id` text,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `content_id` ON `content` (`workspace_no`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `content_seq` ON `content` (`workspace_no`,`seq`);--> statement-breakpoint
CREATE INDEX `content_facet` ON `content` (`workspace_no`,`platform`,`eligible`,`spark_status`,`media_type`,`posted_at`,`views`,`open_request_id`,`live_code_id`);--> statement-breakpoint
CREATE INDEX `content_views` ON `content` (`workspace_no`,`views`,`seq`);--> statement-breakpoint
CREATE INDEX `content_creator` ON `content` (`workspace_no`,`creator_id`,`seq`);--> statement-breakpoint
CREATE INDEX `content_spark` ON `content` (`workspace_no`,`spark_status`,`seq`) WHERE spark_status <> 'none';--> statement-breakpoint
CREATE UNIQUE INDEX `content_external` ON `content` (`workspace_no`,`external_id`);--> statement-breakpoint
CREATE TABLE `content_identities` (
	`workspace_no` integer NOT NULL,
	`platform` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`content_id` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `platform`, `kind`, `value`)
);
--> statement-breakpoint
CREATE INDEX `content_identities_content` ON `content_identities` (`workspace_no`,`content_id`);--> statement-breakpoint
CREATE TABLE `content_tags` (
	`workspace_no` integer NOT NULL,
	`tag` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `tag`, `seq`)
);
--> statement-breakpoint
CREATE INDEX `content_tags_seq` ON `content_tags` (`workspace_no`,`seq`);--> statement-breakpoint
CREATE TABLE `creators` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`platform` text NOT NULL,
	`platform_user_id` text,
	`handle` text,
	`display_name` text,
	`do_not_contact` integer DEFAULT false NOT NULL,
	`external_id` text,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `creators_platform_user` ON `creators` (`workspace_no`,`platform`,`platform_user_id`);--> statement-breakpoint
CREATE INDEX `creators_handle` ON `creators` (`workspace_no`,`platform`,`handle`);--> statement-breakpoint
CREATE UNIQUE INDEX `creators_external` ON `creators` (`workspace_no`,`external_id`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`endpoint_id` text NOT NULL,
	`event_id` text NOT NULL,
	`event_type` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer,
	`last_status_code` integer,
	`last_error` text,
	`created_at` integer NOT NULL,
	`settled_at` integer,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_event` ON `deliveries` (`workspace_no`,`endpoint_id`,`event_id`);--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`endpoint_id`,`next_attempt_at`,`id`) WHERE next_attempt_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_event_id` ON `deliveries` (`workspace_no`,`event_id`);--> statement-breakpoint
CREATE INDEX `deliveries_endpoint` ON `deliveries` (`workspace_no`,`endpoint_id`,`id`);--> statement-breakpoint
CREATE TABLE `delivery_attempts` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`delivery_id` text NOT NULL,
	`at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`status_code` integer,
	`error` text,
	`response_excerpt` text,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE INDEX `delivery_attempts_delivery` ON `delivery_attempts` (`workspace_no`,`delivery_id`,`at`);--> statement-breakpoint
CREATE TABLE `events` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`type` text NOT NULL,
	`subject_id` text NOT NULL,
	`occurred_at` integer NOT NULL,
	`actor` text NOT NULL,
	`request_id` text,
	`data` text NOT NULL,
	`previous` text,
	`sequence` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_id` ON `events` (`workspace_no`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `events_sequence` ON `events` (`workspace_no`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_unnumbered` ON `events` (`position`) WHERE sequence IS NULL;--> statement-breakpoint
CREATE INDEX `events_subject` ON `events` (`workspace_no`,`subject_id`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_type` ON `events` (`workspace_no`,`type`,`sequence`);--> statement-breakpoint
CREATE INDEX `events_time` ON `events` (`workspace_no`,`occurred_at`);--> statement-breakpoint
CREATE TABLE `import_chunks` (
	`workspace_no` integer NOT NULL,
	`import_id` text NOT NULL,
	`index` integer NOT NULL,
	`data` blob NOT NULL,
	PRIMARY KEY(`workspace_no`, `import_id`, `index`)
);
--> statement-breakpoint
CREATE TABLE `import_issues` (
	`workspace_no` integer NOT NULL,
	`import_id` text NOT NULL,
	`line` integer NOT NULL,
	`severity` text NOT NULL,
	`code` text NOT NULL,
	`field` text NOT NULL,
	`message` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `import_id`, `line`, `severity`, `code`, `field`)
);
--> statement-breakpoint
CREATE TABLE `imports` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`status` text NOT NULL,
	`file_name` text,
	`mapping` text NOT NULL,
	`event_per_content` integer NOT NULL,
	`bytes` integer NOT NULL,
	`rows_done` integer NOT NULL,
	`lines_done` integer NOT NULL,
	`bytes_done` integer NOT NULL,
	`created` integer NOT NULL,
	`updated` integer NOT NULL,
	`unchanged` integer NOT NULL,
	`failed` integer NOT NULL,
	`warnings` integer NOT NULL,
	`error` text,
	`actor` text NOT NULL,
	`request_id` text,
	`leased_until` integer,
	`created_at` integer NOT NULL,
	`completed_at` integer,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE INDEX `imports_open` ON `imports` (`created_at`) WHERE status IN ('pending', 'running');--> statement-breakpoint
CREATE TABLE `metric_snapshots` (
	`workspace_no` integer NOT NULL,
	`content_id` text NOT NULL,
	`at` integer NOT NULL,
	`metrics` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `content_id`, `at`)
);
--> statement-breakpoint
CREATE TABLE `spark_codes` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`content_id` text NOT NULL,
	`creator_id` text NOT NULL,
	`request_id` text,
	`status` text NOT NULL,
	`sealed` text NOT NULL,
	`fingerprint` text NOT NULL,
	`masked` text NOT NULL,
	`source` text NOT NULL,
	`received_at` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`window_source` text NOT NULL,
	`superseded_by_id` text,
	`withdrawn_at` integer,
	`invalid_reason` text,
	`warned_days` integer,
	`next_tick_at` integer,
	`external_id` text,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spark_codes_live` ON `spark_codes` (`workspace_no`,`content_id`) WHERE status = 'live';--> statement-breakpoint
CREATE UNIQUE INDEX `spark_codes_fingerprint` ON `spark_codes` (`workspace_no`,`fingerprint`);--> statement-breakpoint
CREATE INDEX `spark_codes_content` ON `spark_codes` (`workspace_no`,`content_id`);--> statement-breakpoint
CREATE INDEX `spark_codes_status` ON `spark_codes` (`workspace_no`,`status`,`ends_at`,`id`);--> statement-breakpoint
CREATE INDEX `spark_codes_due` ON `spark_codes` (`workspace_no`,`next_tick_at`) WHERE next_tick_at IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `spark_codes_external` ON `spark_codes` (`workspace_no`,`external_id`);--> statement-breakpoint
CREATE TABLE `spark_requests` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`content_id` text NOT NULL,
	`creator_id` text NOT NULL,
	`link_id` text NOT NULL,
	`status` text NOT NULL,
	`asked_days` integer NOT NULL,
	`respond_by` integer NOT NULL,
	`sent_at` integer,
	`opened_at` integer,
	`answered_at` integer,
	`rejection_reason` text,
	`cancelled_at` integer,
	`lapsed_at` integer,
	`renews_code_id` text,
	`external_id` text,
	`metadata` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `spark_requests_open` ON `spark_requests` (`workspace_no`,`content_id`) WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX `spark_requests_content` ON `spark_requests` (`workspace_no`,`content_id`);--> statement-breakpoint
CREATE INDEX `spark_requests_link` ON `spark_requests` (`workspace_no`,`link_id`);--> statement-breakpoint
CREATE INDEX `spark_requests_status` ON `spark_requests` (`workspace_no`,`status`,`id`);--> statement-breakpoint
CREATE INDEX `spark_requests_due` ON `spark_requests` (`workspace_no`,`respond_by`) WHERE status = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX `spark_requests_external` ON `spark_requests` (`workspace_no`,`external_id`);--> statement-breakpoint
CREATE TABLE `webhook_endpoints` (
	`workspace_no` integer NOT NULL,
	`id` text NOT NULL,
	`url` text NOT NULL,
	`description` text,
	`events` text NOT NULL,
	`status` text NOT NULL,
	`disabled_reason` text,
	`secret_sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `id`)
);
--> statement-breakpoint
CREATE TABLE `workspaces` (
	`no` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`mode` text NOT NULL,
	`branding` text NOT NULL,
	`locale` text NOT NULL,
	`approval_url_template` text,
	`message_template` text,
	`clock_at` integer,
	`last_sequence` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_no` ON `workspaces` (`no`);--> statement-breakpoint
CREATE UNIQUE INDEX `workspaces_id` ON `workspaces` (`id`);