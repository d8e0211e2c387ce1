// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/media_kind.h"
#include "storage/records/item.h"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace trutina::storage {

/// Makes sure that media of a project are what people saw when they judged. Each file is read once.
class MediaCheck {
  public:
    [[nodiscard]] MediaType typeOf(const MediaRecord& media);
    /// Throws Failure "media.not_found", or "media.changed" when the bytes are no longer those that people saw.
    void require(const MediaRecord& media);
    void require(const std::vector<MediaRecord>& media);

  private:
    std::map<std::filesystem::path, MediaType> m_types;
    std::set<std::pair<std::filesystem::path, std::string>> m_verified;
};

/// How a medium is called in messages, in quotes.
[[nodiscard]] std::string nameForPeople(const MediaRecord& media);

} // namespace trutina::storage
