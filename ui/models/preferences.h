// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"
#include "storage/records/item.h"
#include "ui/models/recent_list.h"

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QString>

namespace trutina::ui {

enum class ThemePreference { System, Light, Dark };

/// What the user chose, kept between runs. A value that cannot be read is the default. GUI thread.
class Preferences : public QObject {
    Q_OBJECT
  public:
    /// `file`: empty for the user's own settings; tests name a scratch file.
    explicit Preferences(const QString& file = {}, QObject* parent = nullptr);

    [[nodiscard]] ThemePreference theme() const;
    void setTheme(ThemePreference theme);
    [[nodiscard]] int textSize() const; ///< 80..200
    void setTextSize(int percent);

    [[nodiscard]] bool showsMarkdown() const;
    void setShowsMarkdown(bool shows);
    [[nodiscard]] bool pickConfirms() const; ///< a pick goes on at once, without Enter
    void setPickConfirms(bool confirms);
    [[nodiscard]] storage::MediaPolicy mediaPolicy() const; ///< offered for new projects
    void setMediaPolicy(storage::MediaPolicy policy);

    [[nodiscard]] QString modelFolder() const; ///< loaded at start; empty: none
    void setModelFolder(const QString& folder);
    [[nodiscard]] QString modelAdapter() const; ///< of the model loaded at start; empty: none
    void setModelAdapter(const QString& folder);
    [[nodiscard]] engine::DeviceChoice device() const;
    void setDevice(const engine::DeviceChoice& device);
    [[nodiscard]] engine::ComputeType computeType() const;
    void setComputeType(engine::ComputeType type);
    [[nodiscard]] bool int8Weights() const; ///< on the CPU
    void setInt8Weights(bool on);
    /// Of kept keys and values, in bytes; -1: as the model is loaded with, 0: none.
    [[nodiscard]] qint64 prefixCacheBytes() const;
    void setPrefixCacheBytes(qint64 bytes);
    [[nodiscard]] qint64 featureCacheBytes() const; ///< of image features on disk; 0: none
    void setFeatureCacheBytes(qint64 bytes);
    [[nodiscard]] engine::LoadOptions loadOptions(const QString& folder) const; ///< all of the above
    [[nodiscard]] int hdNum() const;
    void setHdNum(int number);
    [[nodiscard]] int maxLength() const;
    void setMaxLength(int tokens);
    [[nodiscard]] bool frameLabels() const; ///< of videos
    void setFrameLabels(bool on);

    [[nodiscard]] QString lastProject() const; ///< reopened at the next start
    void setLastProject(const QString& file);
    [[nodiscard]] bool isFirstStart() const; ///< no sample project was made yet
    void setFirstStartDone();
    [[nodiscard]] bool isDemoNoticeClosed() const; ///< what the demonstration model is was said and closed
    void setDemoNoticeClosed();

    [[nodiscard]] RecentList& recentProjects() { return m_recentProjects; }
    [[nodiscard]] RecentList& recentModels() { return m_recentModels; }
    [[nodiscard]] RecentList& recentRuns() { return m_recentRuns; } ///< folders of training runs

    /// Geometry of windows and positions of splitters, by a name of their own.
    [[nodiscard]] QByteArray viewState(const QString& name) const;
    void setViewState(const QString& name, const QByteArray& state);
    /// The folder a file dialog starts in, by its purpose.
    [[nodiscard]] QString folderFor(const QString& purpose) const;
    void setFolderFor(const QString& purpose, const QString& folder);

    void flush(); ///< written to disk when this returns

  Q_SIGNALS:
    void appearanceChanged(); ///< theme or text size
    void readingChanged();    ///< Markdown, pick = confirm
    void scoringChanged();    ///< tiles, length, frame labels
    void cachesChanged();     ///< their budgets

  private:
    [[nodiscard]] int number(const char* key, int fallback, int least, int most) const;
    [[nodiscard]] qint64 byteCount(const char* key, qint64 fallback, qint64 least) const;
    [[nodiscard]] bool flag(const char* key, bool fallback) const;
    bool put(const char* key, const QVariant& value); ///< whether it is new

    QSettings m_settings;
    RecentList m_recentProjects;
    RecentList m_recentModels;
    RecentList m_recentRuns;
};

} // namespace trutina::ui
