// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_folder.h"
#include "storage/formats/export_item.h"
#include "storage/formats/export_ledger.h"
#include "storage/formats/export_media.h"
#include "storage/formats/transfer.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// What the writer of a format works with. Lives as long as the export.
struct ExportTarget {
    const ExportOptions& options;
    ExportFolder& folder;
    ExportMedia& media;
    ExportLedger& ledger;
};

/// Writes one format. Made by the registry for one export; called item by item, then finished once.
class ExportWriter {
  public:
    virtual ~ExportWriter() = default;
    virtual void writeItem(const ExportItem& item) = 0;
    virtual void finish() = 0;
    /// The rules it followed, one sentence each, for the data card.
    [[nodiscard]] virtual std::vector<std::string> rules() const = 0;
    /// How to load what it wrote, as Markdown, for the data card.
    [[nodiscard]] virtual std::string usage() const = 0;
    /// Whether copied media are within its files rather than beside them.
    [[nodiscard]] virtual bool holdsMedia() const { return false; }
    /// Lines of YAML that tell dataset hubs which file to show; empty when none can be shown.
    [[nodiscard]] virtual std::string hubConfiguration() const { return {}; }
};

} // namespace trutina::storage
