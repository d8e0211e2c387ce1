// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/workbench/workbench.h"

#include <array>

namespace trutina::bench {

/// A ratio that the engine is held to; measures those of its figures that were asked for.
struct Benchmark {
    const char* name;
    const char* title;
    std::vector<Figure> (*run)(const Workbench& bench);
};

// One file each.
std::vector<Figure> measureParity(const Workbench& bench);             // P0
std::vector<Figure> measureSharing(const Workbench& bench);            // P1
std::vector<Figure> measureAgainstReference(const Workbench& bench);   // P2
std::vector<Figure> measureShareOfLimit(const Workbench& bench);       // P3
std::vector<Figure> measureWarmCandidate(const Workbench& bench);      // P4
std::vector<Figure> measureFeatureCache(const Workbench& bench);       // P5
std::vector<Figure> measureExtraMemory(const Workbench& bench);        // P6
std::vector<Figure> measureModelLoad(const Workbench& bench);          // P7
std::vector<Figure> measureVideoSampling(const Workbench& bench);      // P8
std::vector<Figure> measurePicturePreparation(const Workbench& bench); // P9
std::vector<Figure> measurePacking(const Workbench& bench);            // P10
std::vector<Figure> measureDataTransfer(const Workbench& bench);       // P11
std::vector<Figure> measureTrainingSharing(const Workbench& bench);    // T1

inline constexpr std::array kBenchmarks{
    Benchmark{"P0", "parity: how far scores lie apart, over how far they may while a speed is claimed", &measureParity},
    Benchmark{"P1", "sharing: own independent time over own shared time, over the ratio of their FLOP", &measureSharing},
    Benchmark{"P2", "against the Python reference: its faster mode over the engine, picture bytes to scores",
              &measureAgainstReference},
    Benchmark{"P3", "share of the limit: FLOP/s of a cold prefix over those of the bare matrix products", &measureShareOfLimit},
    Benchmark{"P4", "warm candidate: a cold request over one more candidate of a kept prefix", &measureWarmCandidate},
    Benchmark{"P5", "media cache: picture to features, computed over read from the cache on disk", &measureFeatureCache},
    Benchmark{"P6", "extra memory while scoring: the Python reference over the engine, and the engine over its bound",
              &measureExtraMemory},
    Benchmark{"P7", "load: the engine over a raw read of the file, and torch.load over the engine", &measureModelLoad},
    Benchmark{"P8", "video: one frame a second by the engine over the same by the ffmpeg program", &measureVideoSampling},
    Benchmark{"P9", "picture preparation: Pillow and torch over the engine", &measurePicturePreparation},
    Benchmark{"P10", "packing: answers of many lengths over the same tokens in equal parts, and padded over packed",
              &measurePacking},
    Benchmark{"P11", "data: a Python script with json and sqlite3 over import and export; a page and a search in a million rows",
              &measureDataTransfer},
    Benchmark{"T1", "sharing in training: gradient of a pair apart over shared, over the ratio of their rows",
              &measureTrainingSharing},
};

} // namespace trutina::bench
