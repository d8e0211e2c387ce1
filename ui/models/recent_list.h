// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>

class QSettings;

namespace trutina::ui {

/// The places a user was at last, newest first: project files, or model folders. Kept in the settings under one key.
class RecentList : public QObject {
    Q_OBJECT
  public:
    struct Entry {
        QString path;
        QString name;   ///< file name without its ending
        QString folder; ///< with "~" for the home folder
        bool isPresent = true;
    };
    static constexpr int kMost = 10;

    RecentList(QSettings& settings, QString key, QObject* parent = nullptr);

    void add(const QString& path); ///< moves it to the front
    void remove(const QString& path);
    void clear();
    [[nodiscard]] QStringList paths() const;
    [[nodiscard]] QList<Entry> entries() const; ///< looks whether each is still there

  Q_SIGNALS:
    void changed();

  private:
    void store(const QStringList& paths);

    QSettings& m_settings;
    QString m_key;
};

} // namespace trutina::ui
