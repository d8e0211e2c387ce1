// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/verdicts/verdict.h"
#include "storage/repositories/project.h"

#include <stop_token>
#include <string>
#include <unordered_map>

namespace trutina::storage {

/// Finds the items of a project that judgements are about: by the id they came with, by the number they have in the project
/// ("#12"), or by the texts of prompt and answers, whatever the order of those. Holds a few dozen bytes for each item.
class ItemIndex {
  public:
    /// Throws Cancelled soon after a stop request.
    ItemIndex(const Project& project, const std::stop_token& stop);

    /// Throws Failure "vote.no_item", or "vote.several_items" when more than one answers to the name.
    [[nodiscard]] ItemId find(const Verdict& verdict) const;

  private:
    std::unordered_multimap<std::string, ItemId> m_byId;
    std::unordered_multimap<std::string, ItemId> m_byTexts; ///< by a hash of them
    std::unordered_map<int, ItemId> m_byNumber;
};

} // namespace trutina::storage
