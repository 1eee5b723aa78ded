CREATE TABLE `thumbnails` (
	`content_id` text NOT NULL,
	`workspace_no` integer NOT NULL,
	`source` text NOT NULL,
	`copy_of` text,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer,
	`failure` text,
	`etag` text,
	`image` blob,
	PRIMARY KEY(`content_id`, `workspace_no`)
);
--> statement-breakpoint
CREATE INDEX `thumbnails_due` ON `thumbnails` (`workspace_no`,`next_attempt_at`) WHERE next_attempt_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `content` DROP COLUMN `thumbnail_source`;