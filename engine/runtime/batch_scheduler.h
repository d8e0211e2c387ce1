// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runtime/batch_packer.h"
#include "engine/runtime/preparation_line.h"

#include <cstddef>
#include <stop_token>
#include <vector>

namespace trutina::engine {

/// Works through a long row of requests: pulls them from their source, has them made ready ahead, packs neighbours, has packs
/// scored and delivers the outcomes in order. What it holds does not grow with the row. Threads: source, sink and
/// BatchWorker::score are called on the thread that calls run(); what source (but for Failure) and sink throw ends the row.
class BatchScheduler {
  public:
    /// `helpers`: threads that make requests ready.
    BatchScheduler(BatchWorker& worker, const BatchOptions& options, int helpers);

    /// To the end of the source. Throws Cancelled.
    void run(const RequestSource& source, const OutcomeSink& sink, const std::stop_token& stop, const ProgressSink& progress);

  private:
    struct Row; ///< what belongs to one run

    BatchWorker& m_worker;
    BatchOptions m_options;
    int m_helpers;
};

} // namespace trutina::engine
