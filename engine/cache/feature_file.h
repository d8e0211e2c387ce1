// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace trutina::engine {

/// The form of a medium's image tokens: the sheet they come from, and a row-major matrix of values.
struct FeatureShape {
    std::int64_t tileRows = 0, tileColumns = 0;
    std::int64_t tokens = 0, width = 0;
    std::int64_t bytesPerValue = 0;
    [[nodiscard]] std::size_t bytes() const { return static_cast<std::size_t>(tokens * width * bytesPerValue); }
    bool operator==(const FeatureShape&) const = default;
};

struct KeptFeatures {
    FeatureShape shape;
    std::shared_ptr<const std::byte[]> values; ///< shape.bytes(), aligned to 64
};

/// One entry of the feature cache. The file holds the whole key and ends with a SHA-256 of all before, in the byte order of this
/// machine: what another key, machine or program wrote is told from what belongs here.
struct FeatureFile {
    /// Why nothing came of it; `Foreign` stands for damaged, cut short, or of another key or form.
    enum class Fault { None, Absent, Foreign, Unreadable };
    struct Reading {
        std::optional<KeptFeatures> features;
        Fault fault = Fault::None;
    };

    /// Reads and checks an entry and marks it as used now. Throws std::bad_alloc alone.
    [[nodiscard]] static Reading read(const std::filesystem::path& file, const std::string& key);
    /// Creates `file`, which must not be there. Returns 0 or the errno of the step that failed; then the file may be there in
    /// part.
    [[nodiscard]] static int write(const std::filesystem::path& file, const std::string& key, const FeatureShape& shape,
                                   const void* values);
    /// Bytes of the whole file.
    [[nodiscard]] static std::int64_t sizeOf(const std::string& key, const FeatureShape& shape);
};

/// The name of a key's file.
[[nodiscard]] std::string featureFileName(const std::string& key);

} // namespace trutina::engine
