// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_writer.h"
#include "storage/formats/readers/record_format.h"
#include "storage/formats/transfer.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trutina::storage {

/// One format as the registry keeps it. A format that cannot be read has no `openReader`; one that cannot be told by its records
/// no `recognises`; one that cannot be written no `makeWriter`.
struct Format {
    FormatInfo info;
    std::function<bool(const FileProbe&)> recognises;
    std::function<std::unique_ptr<ItemReader>(const std::filesystem::path&, const ReadingOptions&)> openReader;
    std::function<std::unique_ptr<ExportWriter>(ExportTarget&)> makeWriter;
};

/// The formats that ship with the program.
class BuiltInFormats : public FormatRegistry {
  public:
    BuiltInFormats();

    [[nodiscard]] std::vector<FormatInfo> formats() const override;
    [[nodiscard]] std::string detect(const std::filesystem::path& file) const override;
    [[nodiscard]] std::unique_ptr<ItemReader> openReader(const std::string& format, const std::filesystem::path& file,
                                                         const ReadingOptions& options) const override;
    [[nodiscard]] FormatInfo infoOf(const std::string& format) const; ///< throws Failure "format.unknown"
    /// Throws Failure "format.unknown" or "format.not_writable".
    [[nodiscard]] std::unique_ptr<ExportWriter> makeWriter(const std::string& format, ExportTarget& target) const;

  private:
    [[nodiscard]] const Format& format(const std::string& name) const;

    std::vector<Format> m_formats;
};

const BuiltInFormats& builtInFormats();

} // namespace trutina::storage
