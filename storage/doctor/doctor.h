// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/finding.h"
#include "storage/repositories/project.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::storage {

/// All kinds, in the order in which findings are reported.
[[nodiscard]] const std::vector<FindingKind>& findingKinds();

struct DoctorOptions {
    std::vector<std::string> only;       ///< kinds to look for; empty: all
    std::vector<std::string> modelNames; ///< that no answer should hold; empty: defaultModelNames()
};

/// Names and phrases by which models give themselves away; lower case.
[[nodiscard]] const std::vector<std::string>& defaultModelNames();

struct DoctorProgress {
    std::int64_t done = 0;
    std::int64_t total = 0; ///< items
};
using DoctorProgressSink = std::function<void(const DoctorProgress&)>;

/// Looks at every item and vote of a project and changes nothing. Holds one item at a time and some hundred bytes of each at
/// the most, so that a million fit. Kinds without a finding are left out.
///
/// Throws Cancelled soon after a stop request, and Failure "doctor.unknown_kind" for a kind that findingKinds() does not name.
[[nodiscard]] std::vector<Finding> examine(const Project& project, const DoctorOptions& options, std::stop_token stop,
                                           const DoctorProgressSink& progress = {});

/// Looks for one kind again and does what its cure says. Throws as examine() does, and Failure "doctor.no_cure" for a kind that
/// has none.
CureReport cure(Project& project, const std::string& kind, const DoctorOptions& options, std::stop_token stop,
                const DoctorProgressSink& progress = {});

} // namespace trutina::storage
