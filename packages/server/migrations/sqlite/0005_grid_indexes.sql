DROP INDEX `content_seq`;--> statement-breakpoint
DROP INDEX `content_facet`;--> statement-breakpoint
DROP INDEX `content_views`;--> statement-breakpoint
DROP INDEX `content_external`;--> statement-breakpoint
CREATE INDEX `content_facet` ON `content` (`workspace_no`,`platform`,`eligible`,`spark_status`,`media_type`,`posted_at`,`views`,`open_request_id`,`code_ends_at`);--> statement-breakpoint
CREATE INDEX `content_views` ON `content` (`workspace_no`,(CASE WHEN views IS NULL THEN -1 ELSE views END),`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `content_external` ON `content` (`workspace_no`,`external_id`) WHERE external_id IS NOT NULL;--> statement-breakpoint
DROP INDEX `content_identities_content`;--> statement-breakpoint
DROP INDEX `content_tags_seq`;--> statement-breakpoint
CREATE INDEX `creators_silent` ON `creators` (`workspace_no`,`id`) WHERE do_not_contact;--> statement-breakpoint
CREATE TABLE `content_tags_clustered` (
	`workspace_no` integer NOT NULL,
	`tag` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`workspace_no`, `tag`, `seq`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `content_tags_clustered` SELECT `workspace_no`, `tag`, `seq` FROM `content_tags` ORDER BY 1, 2, 3;--> statement-breakpoint
DROP TABLE `content_tags`;--> statement-breakpoint
ALTER TABLE `content_tags_clustered` RENAME TO `content_tags`;--> statement-breakpoint
CREATE TABLE `content_identities_clustered` (
	`workspace_no` integer NOT NULL,
	`platform` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`content_id` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `platform`, `kind`, `value`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `content_identities_clustered` SELECT `workspace_no`, `platform`, `kind`, `value`, `content_id` FROM `content_identities` ORDER BY 1, 2, 3, 4;--> statement-breakpoint
DROP TABLE `content_identities`;--> statement-breakpoint
ALTER TABLE `content_identities_clustered` RENAME TO `content_identities`;--> statement-breakpoint
CREATE TABLE `metric_snapshots_clustered` (
	`workspace_no` integer NOT NULL,
	`content_id` text NOT NULL,
	`at` integer NOT NULL,
	`metrics` text NOT NULL,
	PRIMARY KEY(`workspace_no`, `content_id`, `at`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `metric_snapshots_clustered` SELECT `workspace_no`, `content_id`, `at`, `metrics` FROM `metric_snapshots` ORDER BY 1, 2, 3;--> statement-breakpoint
DROP TABLE `metric_snapshots`;--> statement-breakpoint
ALTER TABLE `metric_snapshots_clustered` RENAME TO `metric_snapshots`;
