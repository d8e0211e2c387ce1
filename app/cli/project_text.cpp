// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/project_text.h"

#include "app/cli/json_text.h"

namespace trutina::cli {

std::string projectText(const storage::ProjectInfo& info) {
    JsonObject counts;
    counts.add("all", info.counts.all)
        .add("open", info.counts.open)
        .add("decided", info.counts.decided)
        .add("skipped", info.counts.skipped)
        .add("flagged", info.counts.flagged);
    return JsonObject()
        .add("file", info.file.string())
        .add("name", info.name)
        .add("uuid", info.uuid)
        .add("schema_version", info.schemaVersion)
        .add("media", info.mediaPolicy == storage::MediaPolicy::Copy ? "copy" : "reference")
        .add("media_folder", info.mediaFolder.string())
        .add("annotator", info.annotator)
        .add("items", counts)
        .text();
}

} // namespace trutina::cli
