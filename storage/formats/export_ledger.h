// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <cstdint>
#include <map>
#include <string>

namespace trutina::storage {

/// What an export did and what it left out, by reason.
struct ExportLedger {
    TransferReport report; ///< read: items; written: pairs or records
    std::int64_t votes = 0;
    std::map<std::string, std::int64_t> leftOut; ///< by code

    void leaveOut(std::int64_t item, const std::string& code, const std::string& message);
    void leaveOut(std::int64_t item, const Error& error);
};

} // namespace trutina::storage
